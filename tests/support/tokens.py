"""A number that only Terraform knows."""

NUMBER = -1.8881545897087626e289
