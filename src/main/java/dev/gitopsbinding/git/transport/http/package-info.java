/** Git over HTTPS. */
package dev.gitopsbinding.git.transport.http;
