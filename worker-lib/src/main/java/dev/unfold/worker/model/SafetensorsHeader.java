package dev.unfold.worker.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The header of a safetensors file.
 *
 * @param metadata arbitrary text by key, sorted
 * @param tensors the tensors in the order of their values in the file
 */
public record SafetensorsHeader(Map<String, String> metadata, List<TensorSpec> tensors) {
  /** The maximum size of a header, which is that of the reference implementation. */
  static final int MAX_BYTES = 100_000_000;

  /**
   * The maximum number of tensors and of metadata keys of a file, which is far above all real files
   * and bounds memory.
   */
  static final int MAX_ENTRIES = 100_000;

  static final String DTYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";
  static final String FLOAT32 = "F32";

  public SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    tensors = List.copyOf(tensors);
    requireEntries("tensors", tensors.size());
    requireEntries("keys of metadata", metadata.size());
    Set<String> names = new HashSet<>();
    for (TensorSpec tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
    }
  }

  private static void requireEntries(String what, int count) {
    if (count > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_ENTRIES + " " + what + ", found " + count);
    }
  }
}
