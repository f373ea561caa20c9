"""The sources of a service: images in ECR and ECR Public, and source code."""
