package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/** Writes the inputs of examples into a chunk, one a lane. */
final class ExampleInputWriter {
  private final Chunk chunk;
  private final int letters;

  /**
   * @param letters of a word that are read, where words are spelled out
   */
  ExampleInputWriter(Chunk chunk, int letters) {
    this.chunk = chunk;
    this.letters = letters;
  }

  /** Takes away what is in a chunk, targets too. */
  static void clear(Chunk chunk) {
    Arrays.fill(chunk.inputs(), 0);
    Arrays.fill(chunk.frames(), 0f);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    Arrays.fill(chunk.targetFrames(), 0f);
    Arrays.fill(chunk.resets(), false);
    chunk.characters().ifPresent(ExampleInputWriter::clear);
  }

  /** Writes the steps of an example that are wanted. */
  void fill(int lane, Example example, int firstStep, int lastStep) {
    int end = Math.min(example.input().steps() - 1, lastStep);
    for (int step = firstStep; step <= end; step++) {
      int position = (step - firstStep) * chunk.batch() + lane;
      chunk.present()[position] = true;
      chunk.resets()[position] = step == 0;
      write(example.input(), step, position, chunk.inputs(), chunk.frames());
      if (chunk.characters().isPresent()) {
        spell(chunk.characters().get(), position, example.characters().orElseThrow().sets()[step]);
      }
    }
  }

  private void spell(Chunk spelling, int word, int[] ofWord) {
    for (int i = 0; i < Math.min(ofWord.length, letters); i++) {
      int position = i * spelling.batch() + word;
      spelling.present()[position] = true;
      spelling.inputs()[position] = ofWord[i];
    }
  }

  /** Must be called when all lanes are filled. */
  void filled() {
    chunk.characters().ifPresent(ExampleInputWriter::cutToLongestWord);
  }

  private static void cutToLongestWord(Chunk spelling) {
    int positions = spelling.present().length;
    int steps = positions / spelling.batch();
    while (steps > 1 && !anyPresent(spelling, steps - 1)) {
      steps--;
    }
    spelling.filled(steps);
  }

  private static boolean anyPresent(Chunk chunk, int step) {
    for (int i = step * chunk.batch(); i < (step + 1) * chunk.batch(); i++) {
      if (chunk.present()[i]) {
        return true;
      }
    }
    return false;
  }

  /** Writes one step of a field, as an id or as numbers beside the id 0. */
  static void write(FieldSequence field, int step, int position, int[] ids, float[] numbers) {
    int width = numbers.length / ids.length;
    ids[position] = 0;
    if (field instanceof FieldSequence.Ids tokens) {
      ids[position] = tokens.ids()[step];
    } else if (field instanceof FieldSequence.Frames frames) {
      System.arraycopy(frames.values(), step * width, numbers, position * width, width);
    } else if (field instanceof FieldSequence.IdSets sets) {
      for (int id : sets.sets()[step]) {
        numbers[position * width + id] = 1;
      }
    }
  }
}
