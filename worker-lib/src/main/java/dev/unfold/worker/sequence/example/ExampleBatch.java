package dev.unfold.worker.sequence.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The examples of a batch, read once: its chunks follow each other. */
final class ExampleBatch {
  private final ExampleSource examples;
  private long[] wanted = new long[0];
  private List<Example> read = List.of();

  ExampleBatch(ExampleSource examples) {
    this.examples = examples;
  }

  List<Example> read(long[] numbers) throws IOException {
    if (!Arrays.equals(wanted, numbers)) {
      List<Example> loaded = new ArrayList<>();
      for (long number : numbers) {
        loaded.add(examples.read(number));
      }
      read = loaded;
      wanted = numbers;
    }
    return read;
  }
}
