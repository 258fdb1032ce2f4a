"""Menus: among all that meet the targets, the one closest to how people really eat.

``items`` foods and portions → ``patterns`` shapes of meals → ``rules`` what a plate is like → ``bounds`` all of it as rows →
``pricing`` and ``master`` the linear program over whole meals → ``search`` a good whole menu → ``menu`` the way through.
"""
