package dev.unfold.driver.report;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.DerivedFile;
import dev.unfold.driver.training.RunInspection;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report of a run, living or ended: one HTML file that needs no network. It is made of the
 * run's own files and changes none of them.
 */
public final class RunReport {
  /** The file in the directory of the run. */
  public static final String NAME = "report.html";

  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

  private final String run;
  private final Configuration configuration;
  private final Optional<ComparedModels> comparison;

  /**
   * @param run its directory
   */
  public RunReport(String run, Configuration configuration) {
    this(run, configuration, Optional.empty());
  }

  private RunReport(String run, Configuration configuration, Optional<ComparedModels> comparison) {
    this.run = run;
    this.configuration = configuration;
    this.comparison = comparison;
  }

  /**
   * The same report with the run's model beside the one that is in use. It is kept in the run's
   * directory, so that reports that are written later have it, too.
   */
  public RunReport with(ComparedModels beside) {
    return new RunReport(run, configuration, Optional.of(beside));
  }

  /**
   * Writes {@link #NAME} in the run's directory, in place of an older one.
   *
   * @return where it is
   * @throws IOException if there is no run, or its files cannot be read, or the report not written
   */
  public String write() throws IOException {
    return write(DerivedFile.in(CommitFolder.open(run, configuration), NAME));
  }

  /**
   * Writes it to another file, in place of the one that may be there.
   *
   * @return where it is
   * @throws IOException as {@link #write()} does
   */
  public String writeTo(String path) throws IOException {
    return write(DerivedFile.open(path, configuration));
  }

  private String write(DerivedFile file) throws IOException {
    Map<String, Object> data = ReportData.of(run, new RunInspection(run, configuration));
    data.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    comparedModels().ifPresent(models -> data.put("comparison", models.describe()));
    file.write(ReportPage.of(data));
    return file.path();
  }

  private Optional<ComparedModels> comparedModels() throws IOException {
    ComparisonFile kept = new ComparisonFile(CommitFolder.open(run, configuration));
    if (comparison.isEmpty()) {
      return kept.read();
    }
    kept.write(comparison.get());
    return comparison;
  }

  /** As {@link #write()}, for those whose work is done without it: a failure is logged. */
  public void writeIfPossible() {
    LOG.info("writing the report of {}", run);
    try {
      LOG.info("the report is in {}", write());
    } catch (IOException e) {
      LOG.warn("the report of this run could not be written: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("the report of this run could not be written", e);
    }
  }
}
