package dev.unfold.worker.tensor;

/** The shape of a product [m, k] by [k, n]. */
record MatmulShape(int m, int k, int n) {}
