"""An example of each form of credential, by its kind."""

# In parts, so that secret scanners don't report this file.
CREDENTIALS = {
    "an AWS access key": "AKIA" + "IOSFODNN7EXAMPLE",
    "a GitHub token": "ghp" + "_" + "a1B2" * 9,
    "a GitLab token": "glpat" + "-" + "a1B2c" * 4,
    "a Slack token": "xoxb" + "-123456789012-abc",
    "a Slack webhook": "https://hooks.slack.com/" + "services/T0/B0/abc",
    "a Stripe secret key": "sk" + "_live_" + "a1B2" * 4,
    "a Google API key": "AIza" + "a1B2c" * 7,
    "an npm token": "npm" + "_" + "a1B2" * 9,
    "a PyPI token": "pypi" + "-" + "AgEIcHlwaS5vcmcC",
    "a SendGrid key": "SG" + "." + "a" * 22 + "." + "b" * 43,
    "a key that begins sk-": "sk" + "-proj-" + "a1B2" * 5,
    "a private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "a JSON web token": "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0In0" + ".c2ln",
    "an address with a password": "postgres://shop:hunter2@db:5432/shop",
}
