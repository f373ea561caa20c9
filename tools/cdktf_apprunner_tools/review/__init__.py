"""``python -m cdktf_apprunner_tools.review``: reviews Terraform plans in a comment for a pull request."""
