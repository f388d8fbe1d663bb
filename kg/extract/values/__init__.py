"""Values that texts state: amounts, counts, shares and ranks (`quantities`), and times (`dates`), normalised."""

from kg.extract.values.dates import TimeExpression, dates
from kg.extract.values.quantities import Quantity, quantities

__all__ = ["Quantity", "TimeExpression", "dates", "quantities"]
