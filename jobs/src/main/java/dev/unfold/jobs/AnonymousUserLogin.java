package dev.unfold.jobs;

import com.sun.security.auth.module.UnixSystem;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Logs a user in who has no entry in passwd, as in many containers. Java then says {@code ?} for
 * name and home, and Hadoop's own login fails, whatever HADOOP_USER_NAME says.
 */
final class AnonymousUserLogin {
  private static final String UNKNOWN = "?";

  private AnonymousUserLogin() {}

  /** Does nothing for a user who has a name. */
  static void logIn(Properties properties, Map<String, String> environment) {
    if (!properties.getProperty("user.name").equals(UNKNOWN)) {
      return;
    }
    String name = environment.getOrDefault("HADOOP_USER_NAME", "uid" + new UnixSystem().getUid());
    properties.setProperty("user.name", name);
    if (properties.getProperty("user.home").equals(UNKNOWN)) {
      properties.setProperty(
          "user.home", environment.getOrDefault("HOME", properties.getProperty("java.io.tmpdir")));
    }
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
  }
}
