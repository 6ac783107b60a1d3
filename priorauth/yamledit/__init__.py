"""Changes put into somebody's YAML or JSON text: everything else in it stays as it stands, comments, order, spaces."""
