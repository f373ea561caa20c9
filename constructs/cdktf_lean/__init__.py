"""Load only the provider classes a CDKTF program imports.

The stock bindings of a prebuilt provider load all of its submodules: some 2,200 for AWS, twenty seconds
and gigabytes for a program that uses twenty. After ``cdktf_lean.enable()`` importing a submodule loads
that submodule alone, and CDKTF's Node side gets an assembly cut down to what is in use. What a program
synthesizes doesn't change by a byte. ``CDKTF_LEAN=off`` in the environment leaves everything stock.

>>> import cdktf_lean
>>> cdktf_lean.enable()
>>> from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

The problem: https://github.com/hashicorp/terraform-cdk/issues/3753
"""

from cdktf_lean.switch import enable

__all__ = ["enable"]
