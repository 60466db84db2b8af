"""A stock Wagtail site, the peer: pages in a tree, the default search backend, nothing of ours."""
