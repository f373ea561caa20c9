"""Plan, review and deploy: the same steps on a laptop as in a pipeline.

The plan that was reviewed is the plan that is applied, or nothing is. Plan files can't carry that from a
pull request to a deployment: they go stale with the next apply, and hold secrets. So what is kept of a
review is the plan's JSON without its sensitive values; the deployment plans anew, compares the two
changes by changes, and applies its own plan file only where they are the same.
"""
