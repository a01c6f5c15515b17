"""What every fact rests on: the fact itself, measures, the terms of a review, money, and mergers."""
