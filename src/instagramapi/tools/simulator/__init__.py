"""The upstreams on one loopback address: Graph API, instagram.com and HikerAPI over the demo world.

`serve(port)` runs it, `with simulator() as upstreams:` runs it beside a test. Every path is one
upstream's: `/v26.0/…` the Graph API's, `/v1/…` and `/v2/…` HikerAPI's, `/_sim/…` its own control,
`/demo/…` the media, all others instagram.com's.
"""

from instagramapi.tools.simulator.app import App
from instagramapi.tools.simulator.faults import RuleError
from instagramapi.tools.simulator.server import Simulator, serve, simulator

__all__ = ["App", "RuleError", "Simulator", "serve", "simulator"]
