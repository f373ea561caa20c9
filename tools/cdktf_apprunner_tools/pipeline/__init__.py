"""Plan, review and deploy: the same steps on a laptop and in a pipeline.

Only the reviewed changes are applied, or nothing. A plan file can't go from a pull request to a
deployment: it becomes stale with the next apply, and it holds secrets. So a review keeps the plan's JSON
without sensitive values. The deployment makes a new plan, compares the changes of both plans, and applies
its own plan file only where they are the same.
"""
