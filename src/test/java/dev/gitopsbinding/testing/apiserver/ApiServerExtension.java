package dev.gitopsbinding.testing.apiserver;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the JVM's one {@link ApiServer} to constructors, lifecycle methods and tests that have a
 * parameter of this type. Starts it when first asked for; it stops with the JVM. The bindings of a
 * class are deleted after it: an operator of the next one would work for them.
 */
public final class ApiServerExtension implements ParameterResolver, AfterAllCallback {
  private static @Nullable ApiServer server;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class;
  }

  @Override
  public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return apiServer();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    deleteBindings();
  }

  /**
   * The server of this JVM. It is not in the store of JUnit's root context: Surefire runs each
   * class by itself where it has several JVMs, and each class would have a server of its own.
   */
  static synchronized ApiServer apiServer() {
    ApiServer running = server;
    if (running == null) {
      running = ApiServer.start();
      server = running;
    }
    return running;
  }

  static void deleteBindings() {
    apiServer().admin().resources(GitOpsBinding.class).inAnyNamespace().delete();
  }
}
