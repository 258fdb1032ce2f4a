"""What comes back: a plan, its proof, its words, and the forms in which it is taken away."""
