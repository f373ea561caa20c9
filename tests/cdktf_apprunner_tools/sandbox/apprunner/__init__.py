"""App Runner's API through boto3."""
