"""What is asked of the payer, worked out from the regimen: sessions, devices, kits, codes, units, dates."""
