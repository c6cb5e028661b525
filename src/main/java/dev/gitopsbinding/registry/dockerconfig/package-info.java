/** Logins out of Secrets of type {@code kubernetes.io/dockerconfigjson}. */
package dev.gitopsbinding.registry.dockerconfig;
