package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.PlainSetting;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of word vectors from which embeddings start, by the column whose values they are of.
 */
public final class VectorFiles implements PlainSetting, Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The name of the text or of the first input that has an embedding or, if no input has one, of
   * the target.
   */
  public static final String FIRST = "";

  private final TreeMap<String, String> paths;

  private VectorFiles(Map<String, String> paths) {
    this.paths = new TreeMap<>(paths);
  }

  /** Returns the setting without files. */
  public static VectorFiles none() {
    return new VectorFiles(Map.of());
  }

  /** Returns the file of {@link #FIRST}. */
  public static VectorFiles ofFirst(String path) {
    return new VectorFiles(Map.of(FIRST, path));
  }

  /**
   * Returns the files of columns.
   *
   * @param paths the path for each column
   */
  public static VectorFiles ofColumns(Map<String, String> paths) {
    return new VectorFiles(paths);
  }

  /** Returns the path of the file for each column, which is {@link #FIRST} or a name. */
  public SortedMap<String, String> paths() {
    return Collections.unmodifiableSortedMap(paths);
  }

  /** Returns the path alone if it is that of the text or the first input. */
  @Override
  public Object plain() {
    return paths.isEmpty() || paths.containsKey(FIRST) ? paths.getOrDefault(FIRST, "") : paths();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorFiles that && paths.equals(that.paths);
  }

  @Override
  public int hashCode() {
    return paths.hashCode();
  }

  @Override
  public String toString() {
    return plain().toString();
  }
}
