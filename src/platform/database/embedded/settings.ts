/** The file in the socket folder that takes connections; PostgreSQL names it by the port, which nothing else uses here. */
export const socketName = '.s.PGSQL.5432';

/** What the server is told at every start. */
export interface ServerOptions {
  readonly socketFolder: string;
  /** False lets the machine lose the last transactions in a power cut: for tests only. */
  readonly durable: boolean;
}

/** Room for several processes of the product and its jobs. */
const connections = 60;

/**
 * The server's settings, as PostgreSQL names them: a Unix socket only, nothing of a row in its log, and little memory,
 * since one PC also runs the product.
 */
export function serverSettings({ socketFolder, durable }: ServerOptions): Record<string, string> {
  return {
    // The package's OpenSSL is past its end of life: it never speaks to a network.
    listen_addresses: '',
    ssl: 'off',
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: String(connections),
    superuser_reserved_connections: '0',
    reserved_connections: '0',
    password_encryption: 'scram-sha-256',
    // PostgreSQL writes rejected rows and parameters into its log unless told otherwise. The message of an error quotes
    // a value that could not be read, so errors reach the program only; `log` keeps what happens to the server itself.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_timezone: 'UTC',
    timezone: 'UTC',
    lc_messages: 'C',
    shared_buffers: '64MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    max_wal_size: '256MB',
    wal_level: 'replica',
    io_method: 'sync',
    jit: 'off',
    max_worker_processes: '2',
    max_parallel_workers_per_gather: '0',
    autovacuum_max_workers: '2',
    max_wal_senders: '2',
    idle_in_transaction_session_timeout: '60s',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
  };
}
