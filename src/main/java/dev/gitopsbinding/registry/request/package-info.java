/** Single requests to registries, and the hosts they may refer us to. */
package dev.gitopsbinding.registry.request;
