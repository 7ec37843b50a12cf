package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** The input in one lane of a source chunk. */
record LaneSource(Chunk source, int lane) {
  /** Returns a text that is equal for equal inputs only. */
  String key() {
    StringBuilder key = new StringBuilder();
    for (int step = 0; step < source.length(lane); step++) {
      int position = position(step);
      for (int input = 0; input < source.tokenInputs(); input++) {
        append(source.inputs(input)[position], key);
      }
      int width = width();
      for (int i = 0; i < width; i++) {
        float number = source.frames()[position * width + i];
        if (number != 0) {
          append(i, key);
          append(Float.floatToIntBits(number), key);
        }
      }
      source.characters().ifPresent(characters -> append(characters, position, key));
    }
    return key.toString();
  }

  private static void append(Chunk characters, int word, StringBuilder key) {
    int length = characters.length(word);
    append(length, key);
    for (int i = 0; i < length; i++) {
      append(characters.inputs()[i * characters.batch() + word], key);
    }
  }

  private static void append(int number, StringBuilder key) {
    key.append((char) (number >>> Character.SIZE)).append((char) number);
  }

  /**
   * Returns those of the given tokens that occur in the input, once per occurrence, or once if the
   * input is a set.
   *
   * @param texts the texts of the tokens by id
   */
  List<String> tokens(Map<Integer, String> texts) {
    List<String> matches = new ArrayList<>();
    forEachToken(
        id -> {
          if (texts.containsKey(id)) {
            matches.add(texts.get(id));
          }
        });
    return matches;
  }

  private void forEachToken(IntConsumer consumer) {
    int width = width();
    for (int step = 0; step < source.length(lane); step++) {
      if (width == 0) {
        consumer.accept(source.inputs()[position(step)]);
      }
      for (int id = 0; id < width; id++) {
        if (source.frames()[position(step) * width + id] != 0) {
          consumer.accept(id);
        }
      }
    }
  }

  private int position(int step) {
    return step * source.batch() + lane;
  }

  private int width() {
    return source.frames().length / source.inputs().length;
  }
}
