"""The foundations of every fact: the fact itself, measures, the review context, currency conversion and mergers."""
