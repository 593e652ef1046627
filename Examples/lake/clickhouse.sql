-- Questions to a lake, for ClickHouse. In the folder that holds `lake`: clickhouse local --queries-file clickhouse.sql
-- Each question begins with a line `-- question: NAME`.
SET session_timezone = 'UTC';
SET use_hive_partitioning = 1;

CREATE VIEW packets AS
SELECT * FROM file('lake/packets/date=*/host=*/*.parquet', 'Parquet');

CREATE VIEW books AS
SELECT * FROM file('lake/books/date=*/host=*/*.parquet', 'Parquet');

-- question: top_talkers
-- Who sent most to whom, on all days and hosts?
SELECT host, source.ip AS source_ip, destination.ip AS destination_ip, sum(network.bytes) AS bytes, count() AS packets
FROM packets
WHERE source_ip IS NOT NULL
GROUP BY host, source_ip, destination_ip
ORDER BY bytes DESC, host, source_ip, destination_ip
LIMIT 10;

-- question: dns_names
-- Which names were asked for, where, how often, and by how many clients?
SELECT host, dns.question.name AS name, count() AS questions, uniqExact(source.ip) AS clients
FROM packets
WHERE dns.type = 'query' AND name IS NOT NULL
GROUP BY host, name
ORDER BY host, questions DESC, name;

-- question: scanners
-- Who began connections to a hundred ports or more of one host's network within a day, and how many were refused?
WITH attempts AS (
    SELECT date, host, source.ip AS scanner, destination.ip AS target, destination.port AS port
    FROM packets
    WHERE bitAnd(swiftcap.tcp.flags, 18) = 2 -- SYN without ACK
), refusals AS (
    SELECT date, host, destination.ip AS scanner, count() AS refusals
    FROM packets
    WHERE bitAnd(swiftcap.tcp.flags, 4) <> 0 -- RST
    GROUP BY date, host, scanner
)
SELECT toString(date) AS date, host, scanner, uniqExact(target, port) AS ports, max(refusals) AS refused
FROM attempts LEFT JOIN refusals USING (date, host, scanner)
GROUP BY date, host, scanner
HAVING ports >= 100
ORDER BY ports DESC, date, host, scanner;

-- question: promiscuous
-- Who held an interface in promiscuous mode, where, from when until when? No end: it still did when the books were closed.
WITH marks AS (
    SELECT host, interface, kind, coalesce(command, device) AS holder, own, time AS since, record = 'left' AS is_end,
        leadInFrame(toNullable(time)) OVER (
            PARTITION BY host, interface, kind, inode, device ORDER BY time
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS until
    FROM books
    WHERE record IN ('joined', 'left') OR (record = 'holder' AND phase = 'before')
)
SELECT host, interface, kind, holder, own, since, until
FROM marks
WHERE NOT is_end
ORDER BY host, since, kind, holder;

-- question: foreign_frames
-- What did captures hear that was not meant for them, while their interface was promiscuous and while it was not?
WITH states AS (
    SELECT host, interface, assumeNotNull(time) AS time, flags_promisc, promiscuity
    FROM books
    WHERE record IN ('state', 'change')
), heard AS (
    SELECT host, observer.ingress.interface.name AS interface, assumeNotNull(time) AS time, source.mac AS sender,
        swiftcap.foreign_unicast AS is_foreign
    FROM packets
)
SELECT host, interface, flags_promisc, promiscuity, count() AS packets,
    countIf(is_foreign) AS foreign_frames, uniqExactIf(sender, is_foreign) AS foreign_senders
FROM heard ASOF JOIN states ON heard.host = states.host AND heard.interface = states.interface AND heard.time >= states.time
GROUP BY host, interface, flags_promisc, promiscuity
ORDER BY host, interface, flags_promisc, promiscuity;
