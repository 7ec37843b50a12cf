package dev.unfold.driver.training.pretrained;

import dev.unfold.driver.corpus.source.FileHashCache;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceBytes;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.vectors.WordVectorFile;
import dev.unfold.worker.sequence.vectors.WordVectors;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of word vectors of a run, by the column whose values they are of. They are read as a
 * stream, of which only the vectors of tokens of the vocabulary are kept.
 *
 * @param files the files with their hashes
 */
public record PretrainedFiles(SortedMap<String, HashedFile> files) {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainedFiles.class);

  /**
   * Requires that the files of settings exist and begin like files of word vectors.
   *
   * @throws IOException if one does not
   */
  public static void require(PretrainedSettings settings, Configuration hadoop) throws IOException {
    for (String path : settings.file().paths().values()) {
      SourceFile file = find(path, hadoop);
      try (InputStream in = new SourceBytes(file, 0, file.size(), hadoop)) {
        WordVectorFile.open(file.path(), in);
      }
    }
  }

  private static SourceFile find(String path, Configuration hadoop) throws IOException {
    try {
      return SourceFiles.find(path, hadoop);
    } catch (CorpusException e) {
      throw new CorpusException(PretrainedSettings.FILE + ": " + e.getMessage(), e);
    }
  }

  /**
   * Hashes the files of settings.
   *
   * @throws IOException if one cannot be read
   */
  public static PretrainedFiles hash(JavaSparkContext spark, PretrainedSettings settings)
      throws IOException {
    FileHashCache hashes = new FileHashCache(spark, List.of());
    SortedMap<String, HashedFile> files = new TreeMap<>();
    for (Map.Entry<String, String> entry : settings.file().paths().entrySet()) {
      SourceFile file = find(entry.getValue(), spark.hadoopConfiguration());
      FileHashCache.Hashed hashed = hashes.hash(List.of(file));
      if (hashed.quiet().isEmpty()) {
        throw new CorpusException(file.path() + " changed while it was read");
      }
      files.put(entry.getKey(), hashed.quiet().get(0));
    }
    return new PretrainedFiles(files);
  }

  /** Adds the hashes that must be unchanged for a run to resume. */
  public void addTo(SortedMap<String, String> identity) {
    List<String> hashes = new ArrayList<>();
    files.forEach((column, file) -> hashes.add((column + " " + file.sha256()).strip()));
    identity.put("training.pretrained.sha256", hashes.isEmpty() ? "none" : "" + hashes);
  }

  /**
   * Reads the vectors of the tokens of a run.
   *
   * @param settings the settings of the run
   * @param symbols the vocabularies of its corpus
   * @param parent the model from which training starts, whose tokens keep their embeddings
   * @param keeps whether the vectors are needed; otherwise they are counted only
   * @throws InvalidSettingException if they do not fit the network, or no token has one
   * @throws IOException if a file is damaged or cannot be read
   */
  public StartVectors read(
      UnfoldSettings settings,
      Vocabularies symbols,
      Network network,
      Optional<ParentModel> parent,
      boolean keeps,
      Configuration hadoop)
      throws IOException {
    List<StartVectors.Part> parts = new ArrayList<>();
    if (!files.isEmpty()) {
      EmbeddingTables tables = new EmbeddingTables(settings, symbols, network);
      for (Map.Entry<String, HashedFile> file : files.entrySet()) {
        for (EmbeddingTable table : tables.of(file.getKey())) {
          int known = parent.map(model -> rows(model, table.tensor())).orElse(0);
          FoundVectors found = new FoundVectors(table.tokens(), table.subwords(), known, keeps);
          parts.add(read(file.getValue(), table, found, known, hadoop));
        }
      }
    }
    return new StartVectors(parts, settings.training().pretrained().frozen());
  }

  /** Returns the number of rows that the table of a parent has. */
  private static int rows(ParentModel parent, ParameterTensor tensor) {
    return parent.model().network().parameters().tensors().stream()
        .filter(candidate -> candidate.name().equals(tensor.name()))
        .mapToInt(ParameterTensor::rows)
        .sum();
  }

  private static StartVectors.Part read(
      HashedFile file, EmbeddingTable table, FoundVectors found, int known, Configuration hadoop)
      throws IOException {
    SourceFile listed = file.listed();
    try (InputStream in = new SourceBytes(listed, 0, listed.size(), hadoop)) {
      WordVectors vectors = WordVectorFile.open(listed.path(), in);
      requireWidth(vectors.width(), listed, table);
      long words = vectors.read(found);
      LOG.info(
          "{} has vectors of {} words: found those of {} of {} tokens of {}, {} in lower case",
          listed.path(),
          words,
          found.found(),
          table.tokens().size() - known,
          table.column(),
          found.inLowerCase());
      if (found.repeated() > 0) {
        LOG.warn(
            "{} has {} words of these tokens again; their first vectors are used",
            listed.path(),
            found.repeated());
      }
      InvalidSettingException.require(
          found.found() > 0 || known > 0,
          PretrainedSettings.FILE,
          "vectors of tokens of " + table.column(),
          "none among the " + words + " words of " + listed.path());
      return new StartVectors.Part(file, table, words, found);
    }
  }

  private static void requireWidth(int width, SourceFile file, EmbeddingTable table) {
    InvalidSettingException.require(
        width == table.tensor().columns(),
        PretrainedSettings.FILE,
        "vectors of "
            + table.tensor().columns()
            + " values, the width of the embedding of "
            + table.column()
            + " ("
            + table.widthKey()
            + ")",
        width + " in " + file.path());
  }
}
