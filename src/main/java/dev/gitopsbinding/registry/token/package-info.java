/** Challenges, token servers and tokens. */
package dev.gitopsbinding.registry.token;
