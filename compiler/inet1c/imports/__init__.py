"""Other systems' network files -> the text of an rc.inet1.conf.

In: files as (name, text). Out: a conf that ``inet1c check`` passes, with a comment for each thing that has no
counterpart. Nothing of the files is executed.

========== =====================================================================================
command    ``inet1c import``: which files, of which format; prints the result
model      what all formats are read into: Conf, Device; and Block, Entry: a file as it is written
writer     Conf -> text; what the compiler refuses becomes a comment
ifcfg      RHEL's and SUSE's ifcfg-* files
interfaces Debian's /etc/network/interfaces, with the words of ifenslave, ifupdown2 and ifupdown-ng
netplan    netplan's YAML (needs PyYAML)
keyfile    NetworkManager's *.nmconnection
networkd   systemd-networkd's *.netdev, *.network and *.link
unraid     Unraid's network.cfg
========== =====================================================================================

A reader takes entries out of blocks and puts them into links. What it leaves in a block is a comment in the
end, so a word that a reader does not know cannot get lost.
"""
