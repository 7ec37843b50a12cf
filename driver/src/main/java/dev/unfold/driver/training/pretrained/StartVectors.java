package dev.unfold.driver.training.pretrained;

import dev.unfold.driver.corpus.source.HashedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The word vectors with which the embeddings of a run start.
 *
 * @param parts the vectors for each embedding
 * @param areFrozen whether training leaves the embeddings as they are
 */
public record StartVectors(List<Part> parts, boolean areFrozen) {
  /**
   * The vectors of an embedding.
   *
   * @param words the number of words of the file
   */
  record Part(HashedFile file, EmbeddingTable table, long words, FoundVectors found) {}

  public StartVectors {
    parts = List.copyOf(parts);
  }

  /** Returns no vectors. */
  public static StartVectors none() {
    return new StartVectors(List.of(), false);
  }

  /** Returns the names of the tensors that training leaves as they are. */
  public List<String> frozen() {
    return areFrozen
        ? parts.stream().map(part -> part.table().tensor().name()).distinct().toList()
        : List.of();
  }

  /** Puts the vectors into the parameters of the network and forgets them. */
  public void putInto(float[] parameters) {
    for (Part part : parts) {
      part.found()
          .putInto(parameters, part.table().tensor().offset(), part.table().tensor().columns());
    }
  }

  /** Returns the files and the numbers of tokens that they have, for the provenance of a model. */
  public List<Map<String, Object>> describe() {
    return parts.stream().map(this::describe).toList();
  }

  private Map<String, Object> describe(Part part) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("column", part.table().column());
    values.put("file", part.file().path());
    values.put("sha256", part.file().sha256());
    values.put("words", part.words());
    values.put("tokens", part.table().tokens().size());
    values.put("found", part.found().found());
    values.put("foundInLowerCase", part.found().inLowerCase());
    values.put("repeated", part.found().repeated());
    values.put("frozen", areFrozen);
    return values;
  }
}
