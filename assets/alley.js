// One import an element.
