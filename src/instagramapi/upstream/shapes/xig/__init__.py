"""The `xig_*` family: what logged-out visitors of instagram.com get.

Inside it is the api-v1 family with other ids: `id` is the Facebook-side number of an account, or
`POLARIS_` and the number of a post. `data` is `xig_user_by_username` or `xig_polaris_media`.
"""

from instagramapi.upstream.shapes.xig.comments import comment, comments
from instagramapi.upstream.shapes.xig.gates import Gate, gate
from instagramapi.upstream.shapes.xig.posts import post
from instagramapi.upstream.shapes.xig.profiles import profile

__all__ = ["Gate", "comment", "comments", "gate", "post", "profile"]
