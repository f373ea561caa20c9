resource "aws_sqs_queue" "many" {
  count                      = 12
  name                       = "queue-${count.index}"
  visibility_timeout_seconds = 60
}
output "queues" { value = aws_sqs_queue.many[*].name }
