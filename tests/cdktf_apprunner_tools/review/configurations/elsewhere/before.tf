resource "aws_s3_bucket" "state" { bucket = "acme-terraform-state" }
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_sqs_queue" "many" {
  count = 8
  name  = "queue-${count.index}"
}
