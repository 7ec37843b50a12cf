package dev.unfold.worker.sequence.audio;

import dev.unfold.worker.sequence.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fixed vocabulary of audio: the 256 levels of {@link MuLaw}, named by their numbers, after the
 * special tokens. The unknown token never occurs in audio.
 */
public final class AudioVocabulary {
  private static final List<String> LEVELS =
      IntStream.range(0, MuLaw.LEVELS).mapToObj(Integer::toString).toList();

  private AudioVocabulary() {}

  /**
   * Returns the vocabulary.
   *
   * @param withBoundary whether there is a boundary between recordings
   */
  public static Vocabulary of(boolean withBoundary) {
    return Vocabulary.of(LEVELS, withBoundary);
  }

  /** Returns the id of level 0; those of the other levels follow. */
  public static int firstId(Vocabulary vocabulary) {
    return vocabulary.size() - MuLaw.LEVELS;
  }
}
