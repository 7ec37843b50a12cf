package dev.unfold.driver.prediction.stream;

/** The same model for all micro-batches. */
record OneModel(StreamModel current) implements StreamModels {}
