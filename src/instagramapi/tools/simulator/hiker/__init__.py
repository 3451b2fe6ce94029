"""HikerAPI as the simulator speaks it."""
