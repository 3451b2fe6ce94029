"""What we sell: the endpoints, their parameters, and the objects of their answers."""
