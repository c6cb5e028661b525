/** Logins from Secrets of type {@code kubernetes.io/dockerconfigjson}. */
@NullMarked
package dev.gitopsbinding.registry.dockerconfig;

import org.jspecify.annotations.NullMarked;
