"""Records as entities of FollowTheMoney, and back."""
