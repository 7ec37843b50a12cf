package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import dev.unfold.driver.storage.file.ReadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads configuration files: local ones relative to the working directory and, with a scheme such
 * as {@code hdfs:}, those of any Hadoop file system.
 *
 * <p>{@code include "other.conf"} is relative to the including file; a missing file is an error.
 */
final class ConfigurationFiles {
  private final Supplier<Configuration> hadoop;

  /**
   * @param hadoop used only if a path has a scheme
   */
  ConfigurationFiles(Supplier<Configuration> hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Parses a file, without resolving its substitutions.
   *
   * @param faults receives the faults of the file and of those that it includes
   * @throws ConfigurationException if it cannot be read or is not HOCON
   */
  Config parse(String path, List<ConfigurationFault> faults) {
    return parse(path, List.of(), faults);
  }

  private Config parse(String path, List<String> including, List<ConfigurationFault> faults) {
    if (including.contains(path)) {
      throw new ConfigurationException(path + ": includes itself");
    }
    List<String> chain = Stream.concat(including.stream(), Stream.of(path)).toList();
    return parse(read(path), path, new Includer(path, chain, faults), faults);
  }

  /**
   * Parses a text that includes nothing.
   *
   * @param description names the text in error messages
   * @param faults receives its faults
   */
  static Config parseText(String text, String description, List<ConfigurationFault> faults) {
    return parse(text, description, null, faults);
  }

  private static Config parse(
      String text, String description, ConfigIncluder includer, List<ConfigurationFault> faults) {
    List<ConfigurationFault> cut = TruncatedValueCheck.in(text, description);
    faults.addAll(cut);
    try {
      return ConfigFactory.parseString(
          text,
          ConfigParseOptions.defaults().setOriginDescription(description).setIncluder(includer));
    } catch (ConfigException.Parse e) {
      throw cut.isEmpty()
          ? new ConfigurationException(ValueOrigins.locate(e), e)
          : new ConfigurationException(cut); // from which the other follows
    }
  }

  private String read(String path) {
    try (InputStream in = open(path)) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(path + ": expected text in UTF-8, found other bytes", e);
    } catch (java.nio.file.NoSuchFileException | java.io.FileNotFoundException e) {
      throw new ConfigurationException(path + ": no such configuration file", e);
    } catch (IOException | RuntimeException e) { // Hadoop throws both of what it does not know
      throw new ConfigurationException(
          path + ": cannot read the configuration file: " + e.getMessage(), e);
    }
  }

  private InputStream open(String path) throws IOException {
    return hasScheme(path)
        ? ReadableFile.open(path, hadoop.get())
        : Files.newInputStream(Path.of(path));
  }

  private static boolean hasScheme(String path) {
    return path.matches("[A-Za-z][A-Za-z0-9+.-]*:/.*");
  }

  private static String sibling(String path, String other) {
    if (hasScheme(other)) {
      return other;
    }
    return hasScheme(path)
        ? URI.create(path).resolve(other).toString()
        : Path.of(path).resolveSibling(other).toString();
  }

  private final class Includer implements ConfigIncluder {
    private final String path;
    private final List<String> chain;
    private final List<ConfigurationFault> faults;

    Includer(String path, List<String> chain, List<ConfigurationFault> faults) {
      this.path = path;
      this.chain = chain;
      this.faults = faults;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      return parse(sibling(path, what), chain, faults).root();
    }
  }
}
