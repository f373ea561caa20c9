"""Load only the provider classes a CDKTF program imports.

The stock bindings of a prebuilt provider load all of its submodules. AWS has some 2,200 of them: a program
that uses twenty takes twenty seconds and gigabytes. After ``cdktf_lean.enable()``, importing a submodule
loads only that submodule, and CDKTF's Node side gets an assembly cut down to the submodules in use. The
synthesized output stays byte-identical. ``CDKTF_LEAN=off`` in the environment leaves everything stock.

>>> import cdktf_lean
>>> cdktf_lean.enable()
>>> from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

The problem: https://github.com/hashicorp/terraform-cdk/issues/3753
"""

from cdktf_lean.switch import enable

__all__ = ["enable"]
