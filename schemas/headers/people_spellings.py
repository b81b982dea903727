"""The spellings of the headers of people sheets, in the form of `spellings`, which has the others.

They are those of staff lists of HR systems, and of the lists of users of directories and asset registers. A word that
says that somebody has something (`Assigned to`, `Custodian`) is not among them: such a sheet is about devices.
"""

# The headers of a name that may be a person's or a device's; in a people sheet it is the person's.
BARE_NAMES = (
    "name, display name, nom, nombre, nome, 名称, имя, naam, nazwa, jméno, név, namn, navn, nimi, ime, isim, nama, "
    "tên, ชื่อ, الاسم, 이름, ім'я, όνομα"
)

# The headers of people's names, whatever a list is of.
FULL_NAMES = (
    "full name, complete name, legal name, legal full name, preferred name, payroll name, person name, person's name, "
    "nom complet, nom et prénom, nom prénom, prénom et nom, prénom nom, nom de l'employé, nom de l'agent, "
    "vollständiger name, voller name, name vorname, nachname vorname, vorname nachname, vor- und nachname, "
    "vor- und zuname, personenname, mitarbeitender, nombre completo, nombre y apellidos, nombre y apellido, "
    "apellidos y nombre, apellidos y nombres, apellido y nombre, nombres y apellidos, nome completo, "
    "nome e sobrenome, nome e cognome, cognome e nome, nominativo, volledige naam, voor- en achternaam, "
    "imię i nazwisko, nazwisko i imię, jméno a příjmení, meno a priezvisko, dolgozó, dolgozó neve, munkavállaló, "
    "munkavállaló neve, nume și prenume, nume prenume, angajat, nume angajat, фио, ф.и.о., фио сотрудника, "
    "фамилия имя отчество, піб, працівник, співробітник, nama karyawan, karyawan, nama pegawai, pegawai, "
    "nama lengkap, nama staf, nama user, nhân viên, tên nhân viên, họ và tên, họ tên, ชื่อ-นามสกุล, ชื่อ สกุล, ชื่อพนักงาน, "
    "พนักงาน, 姓名, 员工姓名, 員工姓名, 员工, 員工, 氏名, 社員名, 職員名, 従業員名, 성명, 직원명, 사원명, ad soyad, "
    "adı soyadı, çalışan, çalışan adı, personel adı, personel adı soyadı, ονοματεπώνυμο, υπάλληλος, εργαζόμενος, "
    "اسم الموظف, الموظف, الاسم الكامل, ime i prezime, ime in priimek, zaposlenik, zaposleni, medarbetare, anställd, "
    "medarbejder, ansat, ansatt, työntekijä, töötaja, darbuotojas, darbinieks"
)

# The headers of names in two parts.
NAMES_WITH_COMMAS = (
    *("last name, first name", "last, first", "surname, first name", "surname, name", "name, vorname"),
    *("nachname, vorname", "nom, prénom", "apellidos, nombre", "apellido, nombre", "cognome, nome"),
)

PEOPLE: dict[str, str] = {
    "owner_email": (
        "email, e-mail, email address, e-mail address, email address required, primary email, primary email "
        "address, user email, employee email, work email, work email address, work e-mail, work contact work email, "
        "business email, business email address, company email, company email address, corporate email, office "
        "email, official email, email id, email work, mail, mail id, smtp address, primary smtp address, owner "
        "mail, user mail, user principal name, upn, courriel, adresse e-mail, adresse mail, adresse de messagerie, "
        "adresse électronique, e-mail professionnel, mail professionnel, adresse e-mail professionnelle, e-mail "
        "utilisateur, e-mail de l'utilisateur, e-mail-adresse, mailadresse, dienstliche e-mail, geschäftliche "
        "e-mail, firmen e-mail, e-mail dienstlich, e-mail geschäftlich, e-mail benutzer, e-mail des benutzers, "
        "e-mail mitarbeiter, e-mail des mitarbeiters, correo, correo electrónico, dirección de correo, dirección de "
        "correo electrónico, correo corporativo, correo de empresa, correo laboral, correo de usuario, correo del "
        "usuario, e-mail del usuario, e-mail corporativo, e-mail profissional, e-mail da empresa, endereço de "
        "e-mail, correio eletrônico, posta elettronica, indirizzo e-mail, e-mail aziendale, e-mailadres, werk "
        "e-mail, adres e-mail, e-mail služební, эл. почта, электронная почта, 邮箱"
    ),
    "external_user_id": (
        "user id, owner id, employee id, employee number, employee no, employee num, employee nr, employee code, "
        "employee identifier, emp id, emp no, emp number, emp code, staff id, staff no, staff number, staff code, "
        "person number, person id, personnel id, personnel no, personnel number, payroll number, payroll no, "
        "payroll id, worker id, worker number, associate id, hris id, id utilisateur, identifiant utilisateur, "
        "matricule, n° matricule, no matricule, numéro matricule, matricule salarié, matricule rh, code salarié, n° "
        "salarié, numéro d'employé, n° d'employé, benutzer id, mitarbeiternummer, mitarbeiter nr, mitarbeiter id, "
        "personalnummer, personal nr, pers nr, personal id, persnr, personalnr, ma nr, ma nummer, stammnummer, id "
        "de usuario, id del usuario, número de empleado, número empleado, no empleado, nº de empleado, no de "
        "empleado, id de empleado, id empleado, código de empleado, código empleado, número de nómina, legajo, "
        "número de legajo, matrícula, matrícula do funcionário, número de funcionário, número do funcionário, "
        "código do funcionário, numero dipendente, matricola, personeelsnummer, medewerkernummer, numer pracownika, "
        "osobní číslo, табельный номер, 工号, 员工编号"
    ),
    "username": (
        "user name, login, login name, login id, logon name, user logon name, user logon, account name, sam account "
        "name, network id, network login, windows login, ad account, ad login, owner username, user login, logon "
        "id, nt login, identifiant, identifiant de connexion, identifiant windows, compte utilisateur, "
        "benutzername, anmeldename, benutzerkennung, kennung, kürzel, login kürzel, windows benutzer, usuario de "
        "red, usuario de windows, cuenta de usuario, nombre de usuario, nome de usuário, nome utente, "
        "gebruikersnaam, inlognaam, nutzername, nutzerkennung, netid, net id, ad username, ad user, domain user, "
        "domain username, windows user, windows username, user account, uživatelské jméno, логин, 用户名"
    ),
    "owner_name": (
        f"{BARE_NAMES}, {FULL_NAMES}, "
        "employee name, employee full name, emp name, staff name, worker, worker name, person, user full name, "
        "common name, employee, user, owner, staff member, contact name, associate name, nom du salarié, "
        "nom du collaborateur, nom de l'utilisateur, nom affiché, employé, salarié, collaborateur, utilisateur, "
        "name des mitarbeiters, name des benutzers, mitarbeitername, anzeigename, mitarbeiter, mitarbeiterin, "
        "mitarbeitende, benutzer, nutzer, anwender, nombre del empleado, nombre del trabajador, empleado, trabajador, "
        "usuario, nome do funcionário, nome do colaborador, funcionário, colaborador, usuário, utilizador, "
        "dipendente, utente, naam medewerker, medewerker, gebruiker, pracownik, użytkownik, zaměstnanec, uživatel, "
        "сотрудник, пользователь"
    ),
    "owner_first_name": (
        "first name, given name, first name required, user first name, employee first name, legal first name, "
        "preferred first name, legal name first name, first, forename, prénom, vorname, rufname, nombre de pila, "
        "primer nombre, nombres, primeiro nome, voornaam, imię, křestní jméno"
    ),
    "owner_last_name": (
        "last name, surname, family name, last name required, user last name, employee last name, legal last name, "
        "legal name last name, last, nom de famille, nom d'usage, nachname, familienname, zuname, apellido, "
        "apellidos, sobrenome, apelido, último nome, cognome, achternaam, nazwisko, příjmení, фамилия"
    ),
    "department": (
        "dept, department name, dept name, department code, home department, home department description, business "
        "unit, team, team name, division, org unit, organizational unit, organisational unit, user department, "
        "employee department, section, service, département, direction, équipe, pôle, abteilung, bereich, "
        "fachbereich, organisationseinheit, departamento, área, división, sección, setor, reparto, ufficio, "
        "afdeling, dział, oddělení, подразделение, отдел, 部门"
    ),
    "cost_center": (
        "cost centre, cost center code, cost centre code, cost center number, cost centre number, cost center no, "
        "cost centre no, cost center name, cost centre name, cost ctr, centre de coût, centre de coûts, section "
        "analytique, kostenstelle, kostenstellen nr, kostenstellennummer, kst, centro de costo, centro de costos, "
        "centro de coste, centro de costes, centro de custo, centro di costo, kostenplaats, mpk, nákladové "
        "středisko, мвз, 成本中心"
    ),
    "title": (
        "job title, job title description, business title, position title, employee title, position, position name, "
        "job, job name, job position, job role, function, job function, occupation, designation, intitulé du poste, "
        "intitulé de poste, poste, poste occupé, fonction, emploi, métier, titre, titel, stelle, "
        "stellenbezeichnung, berufsbezeichnung, jobtitel, funktion, tätigkeit, puesto, puesto de trabajo, cargo, "
        "función, título, profissão, função, mansione, ruolo, qualifica, functie, stanowisko, pozice, funkce, "
        "должность, 职位, 职务"
    ),
    "manager": (
        "manager name, manager email, manager e-mail, line manager, line manager name, line manager email, direct "
        "manager, people manager, reporting manager, reports to, reports to name, reports to email, reporting to, "
        "supervisor, supervisor name, supervisor email, team lead, team leader, boss, manager username, responsable "
        "hiérarchique, supérieur hiérarchique, supérieur, n+1, chef, chef d'équipe, manager direct, vorgesetzter, "
        "vorgesetzte, vorgesetzte r, vorgesetzte person, direkter vorgesetzter, führungskraft, teamleiter, "
        "teamleitung, jefe, jefe directo, jefe inmediato, superior, superior directo, gestor, gestor direto, chefe, "
        "líder, gerente, superior imediato, responsabile, leidinggevende, przełożony, kierownik, nadřízený, "
        "vedoucí, руководитель, 经理, 上级, responsable, responsável"
    ),
    "location": (
        "location name, location description, work location, office, office location, office name, site, site name, "
        "work site, workplace, building, branch, room, physical delivery office name, campus, standort, arbeitsort, "
        "dienstort, büro, niederlassung, einsatzort, gebäude, raum, lieu de travail, site de travail, site de "
        "rattachement, bureau, établissement, agence, localisation, bâtiment, ubicación, lugar de trabajo, centro "
        "de trabajo, sede, oficina, localización, local de trabalho, localização, localidade, unidade, filial, "
        "escritório, luogo di lavoro, ubicazione, locatie, vestiging, werklocatie, lokalizacja, miejsce pracy, "
        "umístění, pracoviště, местоположение, офис, 地点, 办公地点"
    ),
    "starts_on": (
        "start date, start day, starts, start, hire date, date hired, date of hire, hired, hired on, employee hire "
        "date, original hire date, latest hire date, most recent hire date, join date, joined, joined on, joining "
        "date, date of joining, date joined, doj, entry date, employment start, employment start date, first day, "
        "first day of work, first working day, onboarding date, employed since, date d'entrée, date d'embauche, "
        "date d'arrivée, date de début, entrée, arrivée, premier jour, eintritt, eintrittsdatum, eintritt am, "
        "eingetreten am, einstellungsdatum, einstelldatum, beginn, startdatum, beschäftigt seit, "
        "beschäftigungsbeginn, erster arbeitstag, fecha de ingreso, fecha de alta, fecha de inicio, fecha de "
        "contratación, fecha de incorporación, ingreso, data de admissão, data de início, data de entrada, data de "
        "contratação, admissão, data di assunzione, data assunzione, data di inizio, datum in dienst, in dienst, "
        "indiensttreding, startdatum dienstverband, data zatrudnienia, datum nástupu, дата приема, дата приёма на "
        "работу, 入职日期"
    ),
    "ends_on": (
        "last day, last day of work, last working day, last workday, lwd, end date, end day, end, termination date, "
        "date terminated, date of termination, terminated on, leave date, leaving date, date of leaving, date left, "
        "leaver date, exit date, date of exit, separation date, departure date, offboarding date, employment end, "
        "employment end date, employee leave date time, leave date time, relieving date, date of relieving, date de "
        "sortie, date de départ, date de fin, sortie, départ, dernier jour, dernier jour travaillé, dernier jour de "
        "travail, austritt, austrittsdatum, austritt am, ausgetreten am, ausscheidedatum, ausscheiden am, gekündigt "
        "zum, letzter arbeitstag, letzter tag, ende, enddatum, beschäftigungsende, fecha de baja, fecha de salida, "
        "fecha de fin, fecha de término, fecha de terminación, fecha de cese, fecha de egreso, último día, último "
        "día de trabajo, baja, data de demissão, data de desligamento, data de saída, data de rescisão, data de "
        "término, último dia, último dia de trabalho, data di cessazione, data cessazione, data di fine, ultimo "
        "giorno, datum uit dienst, uit dienst, einddatum, einddatum dienstverband, laatste werkdag, data "
        "zwolnienia, datum ukončení, дата увольнения, 离职日期"
    ),
    "org_id": (
        "org, organization, organisation, organization id, organisation id, tenant, tenant id, organización, "
        "mandant, id de l'organisation, organisations id, id de la organización"
    ),
}
