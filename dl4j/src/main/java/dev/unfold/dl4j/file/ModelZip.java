package dev.unfold.dl4j.file;

import dev.unfold.worker.model.ModelFormatException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes a zip of DL4J's {@code ModelSerializer}, entry by entry. Other entries, such as
 * the state of the updater, are skipped, and must not be longer than is plausible for a network of
 * this size.
 */
public final class ModelZip implements Closeable {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";

  /** The folder of Unfold's own entries, which DL4J ignores. */
  private static final String EXTRAS = "unfold/";

  private static final int MAX_JSON_BYTES = 16 << 20;
  private static final int MAX_ENTRIES = 100;

  /** The maximum size of all extra entries, such as a vocabulary. */
  private static final int MAX_EXTRA_BYTES = 256 << 20;

  /** The maximum size of skipped entries, besides some for each parameter. */
  private static final long SPARE_BYTES = 16 << 20;

  /** The bytes per parameter of the largest updater state, three vectors of doubles. */
  private static final long SPARE_BYTES_PER_PARAMETER = 3 * Double.BYTES;

  private final String where;
  private final ZipInputStream zip;
  private final Set<String> names = new HashSet<>();
  private final Map<String, byte[]> extras = new HashMap<>();
  private Optional<Dl4jConfiguration> configuration = Optional.empty();
  private Optional<float[]> parameters = Optional.empty();
  private int extraBytes;
  private long skippedBytes;

  ModelZip(String where, InputStream in) {
    this.where = where;
    zip = new ZipInputStream(in);
  }

  /**
   * Writes a network as {@code ModelSerializer} does, without updater state; flushes the stream but
   * does not close it.
   *
   * @throws java.util.NoSuchElementException if there are no parameters
   */
  public static void write(Dl4jFile file, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(CONFIGURATION));
    zip.write(file.configuration().json().getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> extra : new TreeMap<>(file.extras()).entrySet()) {
      zip.putNextEntry(new ZipEntry(EXTRAS + extra.getKey()));
      zip.write(extra.getValue());
    }
    zip.putNextEntry(new ZipEntry(PARAMETERS));
    Nd4jVectorReader.write(file.parameters().orElseThrow(), zip);
    zip.finish();
    out.flush();
  }

  /**
   * Reads the whole zip.
   *
   * @throws ModelFormatException if any part of it is invalid
   */
  Dl4jFile read() throws IOException {
    try {
      for (ZipEntry entry = next(); entry != null; entry = next()) {
        consume(entry.getName());
      }
    } catch (ZipException | EOFException e) {
      throw new ModelFormatException(
          where, "a zip of DL4J's ModelSerializer", "a damaged one: " + e.getMessage());
    }
    if (parameters.isEmpty()) {
      throw new ModelFormatException(
          where, "a zip with " + CONFIGURATION + " and " + PARAMETERS, "the entries " + names);
    }
    return new Dl4jFile(where, configuration.orElseThrow(), parameters, extras);
  }

  /** Returns the next entry; null after the last. */
  private ZipEntry next() throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IllegalArgumentException e) { // for names that are not UTF-8
      throw new ModelFormatException(where, "names of entries in UTF-8", "other bytes");
    }
  }

  private void consume(String name) throws IOException {
    if (names.size() == MAX_ENTRIES || !names.add(ModelFormatException.quote(name))) {
      throw new ModelFormatException(
          where,
          "at most " + MAX_ENTRIES + " entries, each once",
          ModelFormatException.quote(name));
    }
    if (name.equals(CONFIGURATION)) {
      String at = where + "!" + CONFIGURATION;
      configuration = Optional.of(Dl4jConfiguration.parse(at, content(at, MAX_JSON_BYTES)));
    } else if (configuration.isEmpty()) {
      throw new ModelFormatException(
          where,
          CONFIGURATION + " as the first entry, as ModelSerializer writes it",
          ModelFormatException.quote(name));
    } else if (name.equals(PARAMETERS)) {
      parameters =
          Optional.of(
              Nd4jVectorReader.read(
                  where + "!" + PARAMETERS, zip, configuration.get().parameterCount()));
    } else if (name.startsWith(EXTRAS)) {
      String at = where + "!" + ModelFormatException.quote(name);
      byte[] extra = content(at, MAX_EXTRA_BYTES - extraBytes);
      extraBytes += extra.length;
      extras.put(name.substring(EXTRAS.length()), extra);
    } else {
      skip(ModelFormatException.quote(name));
    }
  }

  private byte[] content(String at, int limit) throws IOException {
    byte[] bytes = zip.readNBytes(limit);
    if (zip.read() != -1) {
      throw new ModelFormatException(at, "at most " + limit + " bytes", "more");
    }
    return bytes;
  }

  private void skip(String name) throws IOException {
    long limit =
        SPARE_BYTES + SPARE_BYTES_PER_PARAMETER * configuration.orElseThrow().parameterCount();
    byte[] block = new byte[1 << 16];
    for (int count = zip.read(block); count >= 0; count = zip.read(block)) {
      skippedBytes += count;
      if (skippedBytes > limit) {
        throw new ModelFormatException(
            where + "!" + name, "at most " + limit + " bytes besides the parameters", "more");
      }
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
