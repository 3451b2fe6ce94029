"""Who signs in: users, what they may do in which account, and how they prove who they are."""
