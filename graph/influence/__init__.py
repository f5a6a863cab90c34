"""Who moves whom: ranks with their doubt, brokerage, opinion, settlement."""
