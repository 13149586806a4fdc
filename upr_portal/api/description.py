"""The OpenAPI description: ninja's, with an example of each answer and the header of a refusal."""

from ninja import NinjaAPI

MEDIA = "application/json"
RETRY_AFTER = {
    "description": "Seconds after which to ask again.",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}


def described(api: NinjaAPI, root: str) -> dict:
    """The description of all operations, whose addresses begin with `root`."""
    document = dict(api.get_openapi_schema(path_prefix=root.lstrip("/")))
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                content = answer["content"][MEDIA]
                content["example"] = example_of(content["schema"], schemas)
            operation["responses"][429]["headers"] = {"Retry-After": RETRY_AFTER}
    return document


def example_of(schema: dict, schemas: dict):
    """An example put together from those of its parts."""
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:  # of what may be null
        return example_of(schema["anyOf"][0], schemas)
    if "items" in schema:
        return [example_of(schema["items"], schemas)]
    return {name: example_of(part, schemas) for name, part in schema["properties"].items()}
