"""What a person needs: nutrients, person, energy, targets, and the screening that stands before every plan."""
