"""The account, region and zone of the tests, and ARNs of things in that account."""

ACCOUNT = "111122223333"
REGION = "eu-west-1"
ZONE = "example.com"

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/12345678-1234-1234-1234-123456789012"
PARAMETER = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/shop/key"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/own"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop-AbCdEf"
