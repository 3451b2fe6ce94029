"""The methods of the demo provider, by what they are about."""
