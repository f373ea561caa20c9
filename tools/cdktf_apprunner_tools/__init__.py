"""Programs around the construct library: plan review, pipeline, local AWS, demo and generated pages."""
