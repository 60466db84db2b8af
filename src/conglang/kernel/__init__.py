"""Pure Python: Vietnamese text, working days, clocks, dated rules, money and ids. Knows no Django."""
